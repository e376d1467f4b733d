@NullMarked
package io.waymark.edge;

import org.jspecify.annotations.NullMarked;
