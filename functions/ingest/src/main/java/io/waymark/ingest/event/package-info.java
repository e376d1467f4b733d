/// Events over HTTP: parsed, stored with their marker in one transaction, answered one by one.
@NullMarked
package io.waymark.ingest.event;

import org.jspecify.annotations.NullMarked;
