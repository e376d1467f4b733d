/// Tests of what puts back what streams gave up.
@NullMarked
package io.waymark.cli.replay;

import org.jspecify.annotations.NullMarked;
