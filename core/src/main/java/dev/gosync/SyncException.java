package dev.gosync;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sync that did not end as planned, with a report for every destination. */
public final class SyncException extends GoSyncException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Report> reports;
    private final boolean interrupted;

    SyncException(List<Report> reports, boolean interrupted, @Nullable Throwable cause) {
        super(
                reports.stream()
                        .filter(report -> !report.isClean())
                        .map(Report::toString)
                        .collect(Collectors.joining(
                                "\n",
                                interrupted ? "Interrupted; what was done until then:\n" : "Not everything was done:\n",
                                "")),
                cause);
        this.reports = List.copyOf(reports);
        this.interrupted = interrupted;
    }

    /** {@return a report for every destination, those that are as planned among them} */
    public List<Report> reports() {
        return reports;
    }

    /** {@return whether the work was interrupted; then the thread's flag is set} */
    public boolean interrupted() {
        return interrupted;
    }
}
