/// Whether what ingest depends on answers.
@NullMarked
package io.waymark.ingest.health;

import org.jspecify.annotations.NullMarked;
