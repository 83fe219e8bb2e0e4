/** For the kit's own tests: a made-up HTTP service whose writes are one operation, and whose answers hold nested records. */
@NullMarked
package dev.gosync.testkit.club;

import org.jspecify.annotations.NullMarked;
