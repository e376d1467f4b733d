@NullMarked
package io.waymark.cli.fuzz;

import org.jspecify.annotations.NullMarked;
