@NullMarked
package io.waymark.edge.priming;

import org.jspecify.annotations.NullMarked;
