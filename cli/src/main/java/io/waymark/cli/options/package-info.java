/// Options that several commands have, each with the one description and check of its value.
@NullMarked
package io.waymark.cli.options;

import org.jspecify.annotations.NullMarked;
