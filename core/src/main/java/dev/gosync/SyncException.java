package dev.gosync;

import dev.gosync.adapter.GoSyncException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sync did not end as planned. It has a report for every destination. */
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
                                interrupted ? "Interrupted. Done until then:\n" : "Not everything was done:\n",
                                "")),
                cause);
        this.reports = List.copyOf(reports);
        this.interrupted = interrupted;
    }

    /** {@return a report for every destination, also for those that ended as planned} */
    public List<Report> reports() {
        return reports;
    }

    /** {@return whether the thread was interrupted; its flag is set again} */
    public boolean interrupted() {
        return interrupted;
    }
}
