/// What a function tells its operators of each invocation: figures, as a line that CloudWatch reads
/// metrics from, and the fields by which the lines of its log belong together.
@NullMarked
package io.waymark.edge.telemetry;

import org.jspecify.annotations.NullMarked;
