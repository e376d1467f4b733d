@NullMarked
package io.waymark.edge.resilience;

import org.jspecify.annotations.NullMarked;
