/// Networks for what is not reached over AWS's own APIs: the database, and tasks of long trainings.
@NullMarked
package io.waymark.cdk.network;

import org.jspecify.annotations.NullMarked;
