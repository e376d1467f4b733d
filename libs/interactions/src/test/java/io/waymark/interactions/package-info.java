@NullMarked
package io.waymark.interactions;

import org.jspecify.annotations.NullMarked;
