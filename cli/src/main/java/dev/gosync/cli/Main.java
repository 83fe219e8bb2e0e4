package dev.gosync.cli;

import java.util.Objects;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    /**
     * Runs the program and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // Scripts and package managers often ask for the version, so this loads no other class.
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            System.out.println(version());
            return;
        }
        if (Utf8Locale.isMissing()) {
            System.exit(Utf8Locale.runAgain(args));
        }
        Program.run(args);
    }

    static String version() {
        return "go-sync "
                + Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
