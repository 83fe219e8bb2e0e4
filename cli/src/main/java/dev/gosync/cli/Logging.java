package dev.gosync.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Prints the log of the engine, the adapters and the vendors' clients to standard error until {@link #close}. */
final class Logging {
    private static final Logger ROOT = Logger.getLogger("");

    /** A static reference, because a logger without references loses its level. */
    private static final Logger GO_SYNC = Logger.getLogger("dev.gosync");

    private final Handler[] previousHandlers = ROOT.getHandlers();
    private final Level previousLevel = ROOT.getLevel();
    private final Handler handler;

    /**
     * Begins to print.
     *
     * @param makeRoom is called before each entry
     */
    Logging(Cli.Verbosity verbosity, boolean stackTraces, PrintWriter err, Runnable makeRoom) {
        handler = new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord logged) {
                synchronized (err) {
                    makeRoom.run();
                    err.println(logged.getLevel().getName() + " " + logged.getLoggerName() + ": "
                            + TextFormat.oneLine(formatter.formatMessage(logged)));
                    if (logged.getThrown() != null && stackTraces) {
                        err.println(TextFormat.stackTrace(logged.getThrown()));
                    } else if (logged.getThrown() != null) {
                        err.println("  " + TextFormat.oneLine(TextFormat.message(logged.getThrown())));
                    }
                    err.flush();
                }
            }

            @Override
            public void flush() {
                err.flush();
            }

            @Override
            public void close() {
                err.flush();
            }
        };
        handler.setLevel(Level.ALL);
        for (Handler previous : previousHandlers) {
            ROOT.removeHandler(previous);
        }
        ROOT.addHandler(handler);
        ROOT.setLevel(
                switch (verbosity) {
                    case QUIET -> Level.SEVERE;
                    case NORMAL -> Level.WARNING;
                    case VERBOSE -> Level.INFO;
                });
        GO_SYNC.setLevel(verbosity == Cli.Verbosity.VERBOSE || stackTraces ? Level.FINE : null);
    }

    void close() {
        ROOT.removeHandler(handler);
        for (Handler previous : previousHandlers) {
            ROOT.addHandler(previous);
        }
        ROOT.setLevel(previousLevel);
        GO_SYNC.setLevel(null);
    }
}
