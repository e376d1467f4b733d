/// `waymark load-test`: the load that users put on Waymark, driven by Gatling over the public API,
/// and judged by objectives. It knows the service by its HTTP contract alone and runs in a process
/// of its own.
@NullMarked
package io.waymark.loadtests;

import org.jspecify.annotations.NullMarked;
