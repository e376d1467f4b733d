/// LocalStack as a process of this machine, without Docker: what it needs is installed below the
/// cache folder, functions are processes too.
@NullMarked
package io.waymark.localstack.host;

import org.jspecify.annotations.NullMarked;
