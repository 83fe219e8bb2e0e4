/** For the kit's own tests: a made-up HTTP service, and the adapter that shows that the whole contract can be held. */
@NullMarked
package dev.gosync.testkit.directory;

import org.jspecify.annotations.NullMarked;
