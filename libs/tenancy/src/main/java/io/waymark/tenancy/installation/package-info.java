/// Where an installation keeps what: names of tables, buckets and functions, in one place for the
/// functions that use them and the programs that provision them.
@NullMarked
package io.waymark.tenancy.installation;

import org.jspecify.annotations.NullMarked;
