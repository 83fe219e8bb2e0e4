package dev.gosync.cli;

import java.io.File;
import java.util.Arrays;

/**
 * How the user calls this program. The commands that it prints begin with this, so that they work when they are pasted: {@code
 * go-sync}, {@code ./go-sync} in a clone, or {@code java -jar go-sync.jar}.
 */
final class ProgramName {
    /** The name of the program. */
    static final String USUAL = "go-sync";

    /** The launcher sets it to the path by which it was called. */
    static final String PROPERTY = "go-sync.command";

    private ProgramName() {}

    /** {@return the words that call the program, as the shell takes them} */
    static String shown() {
        String launcher = System.getProperty(PROPERTY, "");
        return launcher.isEmpty()
                ? ofJar(System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""))
                : ofLauncher(launcher, String.valueOf(System.getenv("PATH")));
    }

    /** {@return a command of this program} */
    static String with(String arguments) {
        return shown() + " " + arguments;
    }

    /** {@return a command of this program for a help text, in which picocli replaces codes that begin with %} */
    static String inHelp(String arguments) {
        return with(arguments).replace("%", "%%");
    }

    /**
     * Makes the name for a launcher.
     *
     * @param launcher the path by which the launcher was called
     * @param path the folders in which the shell finds commands
     */
    static String ofLauncher(String launcher, String path) {
        int slash = launcher.lastIndexOf('/');
        if (slash < 0) { // sh go-sync
            return "./" + NextCommand.quoted(launcher);
        }
        boolean isFound = Arrays.asList(path.split(":", -1)).contains(launcher.substring(0, slash));
        return NextCommand.quoted(isFound ? launcher.substring(slash + 1) : launcher);
    }

    /**
     * Makes the name for a run without a launcher.
     *
     * @param command the main class or the jar, and the arguments, as the JVM names them
     * @param classPath the class path, which is only the jar after {@code java -jar}
     */
    static String ofJar(String command, String classPath) {
        String file = classPath.substring(classPath.lastIndexOf(File.separatorChar) + 1);
        boolean isJar = file.startsWith(USUAL) && file.endsWith(".jar") && (command + " ").startsWith(classPath + " ");
        return isJar ? "java -jar " + NextCommand.quoted(classPath) : USUAL;
    }
}
