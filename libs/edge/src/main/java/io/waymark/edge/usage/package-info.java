/// One line per HTTP request, of which the usage of each tenant is counted.
@NullMarked
package io.waymark.edge.usage;

import org.jspecify.annotations.NullMarked;
