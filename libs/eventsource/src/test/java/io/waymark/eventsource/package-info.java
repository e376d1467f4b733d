@NullMarked
package io.waymark.eventsource;

import org.jspecify.annotations.NullMarked;
