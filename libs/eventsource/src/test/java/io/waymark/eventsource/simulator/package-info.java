@NullMarked
package io.waymark.eventsource.simulator;

import org.jspecify.annotations.NullMarked;
