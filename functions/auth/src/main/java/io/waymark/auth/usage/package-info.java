/// Requests per tenant: written from the lines that all functions leave, and counted.
@NullMarked
package io.waymark.auth.usage;

import org.jspecify.annotations.NullMarked;
