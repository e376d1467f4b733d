/// Starts the job of `training/spark` in a process of its own.
@NullMarked
package io.waymark.cli.spark;

import org.jspecify.annotations.NullMarked;
