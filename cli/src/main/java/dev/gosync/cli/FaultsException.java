package dev.gosync.cli;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration or the command line is invalid. Nothing was read or changed. */
final class FaultsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    FaultsException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    List<Fault> faults() {
        return faults;
    }
}
