/// Made-up requests against the embedded service, by its own OpenAPI document.
@NullMarked
package io.waymark.cli.fuzz;

import org.jspecify.annotations.NullMarked;
