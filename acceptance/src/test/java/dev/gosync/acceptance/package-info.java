/** For whoever changes anything: what users do with the command line, done against the fakes of the services. */
@NullMarked
package dev.gosync.acceptance;

import org.jspecify.annotations.NullMarked;
