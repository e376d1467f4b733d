@NullMarked
package io.waymark.spark;

import org.jspecify.annotations.NullMarked;
