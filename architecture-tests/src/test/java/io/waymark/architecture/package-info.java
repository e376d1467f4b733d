@NullMarked
package io.waymark.architecture;

import org.jspecify.annotations.NullMarked;
