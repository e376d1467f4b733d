@NullMarked
package io.waymark.edge.limits;

import org.jspecify.annotations.NullMarked;
