@NullMarked
package io.waymark.embedded.runtime;

import org.jspecify.annotations.NullMarked;
