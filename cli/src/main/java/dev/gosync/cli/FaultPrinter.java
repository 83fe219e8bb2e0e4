package dev.gosync.cli;

import dev.gosync.config.Fault;
import java.util.List;

/** A format in which a command prints one document, whatever happens. */
interface FaultPrinter {
    /** Prints the document of a command that did not start because of faults. */
    void faults(String command, List<Fault> faults);

    /** Prints the document of a command that failed for another reason. */
    void failure(String command, int exitCode, String problem);
}
