@NullMarked
package io.waymark.training;

import org.jspecify.annotations.NullMarked;
