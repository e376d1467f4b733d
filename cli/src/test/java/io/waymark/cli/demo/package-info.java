/// The sample data is learnable, and the story says what it sees, good or bad.
@NullMarked
package io.waymark.cli.demo;

import org.jspecify.annotations.NullMarked;
