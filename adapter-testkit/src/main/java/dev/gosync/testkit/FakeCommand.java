package dev.gosync.testkit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a fake from the command line. */
final class FakeCommand {
    private static final String USAGE = "Usage: [--port N] [--members N] [--accounts N] [--latency MILLISECONDS]"
            + " [--limits] [--limit OPERATION=CALLS_A_MINUTE]...";

    private FakeCommand() {}

    static void run(FakeServer fake, List<String> args, PrintStream out) {
        try {
            start(fake, args, out);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "\n" + USAGE, e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(fake, out)));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void start(FakeServer fake, List<String> args, PrintStream out) {
        int port = 0;
        int members = 0;
        int accounts = 0;
        for (int i = 0; i < args.size(); i++) {
            switch (args.get(i)) {
                case "--port" -> port = number(args, ++i);
                case "--members" -> members = number(args, ++i);
                case "--accounts" -> accounts = number(args, ++i);
                case "--latency" -> fake.latency(Duration.ofMillis(number(args, ++i)));
                case "--limits" -> fake.enforceLimits();
                case "--limit" -> limit(fake, value(args, ++i));
                default -> throw new IllegalArgumentException("There is no option " + args.get(i));
            }
        }
        if (members > 0 || accounts > 0) {
            fake.populate(members, Math.max(members, accounts));
        }
        out.println(fake + " listens at " + fake.start(port) + " and takes the secret " + Conditions.SECRET);
        out.flush();
    }

    static void stop(FakeServer fake, PrintStream out) {
        fake.close();
        fake.calls().forEach((operation, count) -> out.printf("%8d  %s%n", count, operation));
        out.printf("%8d  in all%n", fake.requests().size());
        fake.complaints().forEach(out::println);
        out.flush();
    }

    private static void limit(FakeServer fake, String limit) {
        int equals = limit.lastIndexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("--limit takes OPERATION=CALLS_A_MINUTE, and not " + limit);
        }
        fake.limit(limit.substring(0, equals), number(limit.substring(equals + 1)));
    }

    private static String value(List<String> args, int index) {
        if (index == args.size()) {
            throw new IllegalArgumentException(args.get(index - 1) + " takes a value");
        }
        return args.get(index);
    }

    private static int number(List<String> args, int index) {
        return number(value(args, index));
    }

    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }
}
