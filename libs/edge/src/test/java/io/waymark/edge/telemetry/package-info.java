@NullMarked
package io.waymark.edge.telemetry;

import org.jspecify.annotations.NullMarked;
