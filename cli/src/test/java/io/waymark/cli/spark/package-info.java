@NullMarked
package io.waymark.cli.spark;

import org.jspecify.annotations.NullMarked;
