@NullMarked
package io.waymark.cli.cost;

import org.jspecify.annotations.NullMarked;
