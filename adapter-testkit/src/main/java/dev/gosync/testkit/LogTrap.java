package dev.gosync.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Catches what is logged through the JDK's loggers, at any level, and what is printed. */
final class LogTrap implements AutoCloseable {
    /** What the JDK logs about its own connections, which no adapter can change. */
    private static final String JDK = "sun.net";

    private static final class Tee extends OutputStream {
        private final PrintStream original;
        private final ByteArrayOutputStream copy;

        Tee(PrintStream original, ByteArrayOutputStream copy) {
            this.original = original;
            this.copy = copy;
        }

        @Override
        public void write(int b) {
            copy.write(b);
            original.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            copy.write(bytes, from, length);
            original.write(bytes, from, length);
        }

        @Override
        public void flush() {
            original.flush();
        }
    }

    /** What core logs to, which is kept from the handlers of others during a rule. */
    static final String OURS = "dev.gosync";

    private final Logger ours = Logger.getLogger(OURS);
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final List<Level> levels = new ArrayList<>();
    private final ByteArrayOutputStream caught = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            String logger = entry.getLoggerName();
            if (logger == null || !logger.startsWith(JDK)) {
                // The whole format would look for the class that logs, which takes long.
                String text = formatter.formatMessage(entry) + "\n";
                if (entry.getThrown() != null) {
                    StringWriter trace = new StringWriter();
                    entry.getThrown().printStackTrace(new PrintWriter(trace));
                    text += trace;
                }
                caught.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    LogTrap() {
        // What the others show stays as it was; only this one hears of everything.
        for (Handler other : root.getHandlers()) {
            levels.add(other.getLevel());
            if (other.getLevel().intValue() < Level.INFO.intValue()) {
                other.setLevel(Level.INFO);
            }
        }
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        ours.addHandler(handler);
        root.setLevel(Level.ALL);
        System.setOut(new PrintStream(new Tee(out, caught), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Tee(err, caught), true, StandardCharsets.UTF_8));
    }

    /** What was caught since the last time. */
    String text() {
        synchronized (caught) {
            String text = caught.toString(StandardCharsets.UTF_8);
            caught.reset();
            return text;
        }
    }

    /** The shortest beginning of the secret that tells too much: four characters may be the type of a token. */
    static final String BEGINNING = Conditions.SECRET.substring(0, 5);

    /** Whether the secret or a beginning of it can be read there, plainly or in Base64 wherever it begins. */
    static boolean tells(String text) {
        byte[] beginning = BEGINNING.getBytes(StandardCharsets.UTF_8);
        boolean tells = text.contains(BEGINNING);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + beginning.length];
            System.arraycopy(beginning, 0, shifted, before, beginning.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int certain = shifted.length * Byte.SIZE / 6; // the last character also depends on what follows
            tells |= text.contains(encoded.substring(before == 0 ? 0 : before + 1, certain));
        }
        return tells;
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(handler);
        ours.removeHandler(handler);
        root.setLevel(level);
        Handler[] others = root.getHandlers();
        for (int i = 0; i < Math.min(others.length, levels.size()); i++) {
            others[i].setLevel(levels.get(i));
        }
    }
}
