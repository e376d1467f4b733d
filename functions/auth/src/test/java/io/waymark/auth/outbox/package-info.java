@NullMarked
package io.waymark.auth.outbox;

import org.jspecify.annotations.NullMarked;
