package dev.gosync.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the engine, the adapters and their vendors' clients log, a line each on standard error, until it is closed. */
final class Logging {
    private static final Logger ROOT = Logger.getLogger("");

    /** Held, since loggers that nobody holds forget their levels. */
    private static final Logger OURS = Logger.getLogger("dev.gosync");

    private final Handler[] before = ROOT.getHandlers();
    private final Level levelBefore = ROOT.getLevel();
    private final Handler handler;

    Logging(Cli.Verbosity verbosity, boolean stackTraces, PrintWriter err) {
        handler = new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord logged) {
                synchronized (err) {
                    err.println(logged.getLevel().getName() + " " + logged.getLoggerName() + ": "
                            + Words.visible(formatter.formatMessage(logged)));
                    if (logged.getThrown() != null && stackTraces) {
                        err.println(Words.stackTrace(logged.getThrown()));
                    } else if (logged.getThrown() != null) {
                        err.println("  " + Words.visible(logged.getThrown().toString()));
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
        for (Handler usual : before) {
            ROOT.removeHandler(usual);
        }
        ROOT.addHandler(handler);
        ROOT.setLevel(
                switch (verbosity) {
                    case QUIET -> Level.SEVERE;
                    case NORMAL -> Level.WARNING;
                    case VERBOSE -> Level.INFO;
                });
        OURS.setLevel(verbosity == Cli.Verbosity.VERBOSE || stackTraces ? Level.FINE : null);
    }

    void close() {
        ROOT.removeHandler(handler);
        for (Handler usual : before) {
            ROOT.addHandler(usual);
        }
        ROOT.setLevel(levelBefore);
        OURS.setLevel(null);
    }
}
