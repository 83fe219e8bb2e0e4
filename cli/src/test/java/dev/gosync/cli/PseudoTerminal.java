package dev.gosync.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Runs the real program in a process of its own, in a pseudo terminal of a chosen width. A test that uses it is skipped on
 * Windows.
 */
final class PseudoTerminal {
    /**
     * What a run left on the screen.
     *
     * @param text the text
     * @param styledText the text with its styles: {@code <bold red>REFUSED</>}
     * @param output everything that the terminal received
     */
    record Shown(int exitCode, String text, String styledText, String output) {}

    private record Answer(String question, String keys) {}

    private static final int ROWS = 24;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<String> program = new ArrayList<>(List.of("dev.gosync.cli.Main"));
    private final Deque<Answer> answers = new ArrayDeque<>();
    private UnaryOperator<String> steady = UnaryOperator.identity();
    private List<String> shell = List.of();
    private int columns = Terminal.USUAL_COLUMNS;

    /** @param folder the working directory of the program */
    PseudoTerminal(Path folder) {
        assumeFalse(File.separatorChar == '\\', "Windows has no pseudo terminals of this kind");
        this.folder = folder;
        for (String name : List.of("NO_COLOR", "COLUMNS", "CLICOLOR_FORCE", "WT_SESSION")) {
            environment.remove(name);
        }
        environment.put("TERM", "xterm-256color");
        environment.put("LC_ALL", "C.UTF-8");
    }

    PseudoTerminal columns(int count) {
        columns = count;
        return this;
    }

    PseudoTerminal variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs another main class instead, with these arguments before those of the command line. */
    PseudoTerminal program(Class<?> main, String... first) {
        program.clear();
        program.add(main.getName());
        program.addAll(Arrays.asList(first));
        return this;
    }

    /** Lets a shell run the program, whose command line is {@code "$@"} in the script. */
    PseudoTerminal shell(String script) {
        shell = List.of("sh", "-c", script, "sh");
        return this;
    }

    /** Replaces what differs from run to run, before the screen breaks the lines. */
    PseudoTerminal replacing(String expression, String replacement) {
        UnaryOperator<String> before = steady;
        steady = output -> before.apply(output).replaceAll(expression, replacement);
        return this;
    }

    /** Types keys when the screen shows a question. */
    PseudoTerminal answering(String question, String keys) {
        answers.add(new Answer(question, keys));
        return this;
    }

    /** Runs the program to its end. */
    Shown run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(program);
        command.addAll(Arrays.asList(args));
        PtyProcess process = new PtyProcessBuilder(command.toArray(String[]::new))
                .setDirectory(folder.toString())
                .setEnvironment(environment)
                .setInitialColumns(columns)
                .setInitialRows(ROWS)
                .setRedirectErrorStream(true)
                .start();
        try {
            String output = steady.apply(output(process));
            EmulatedScreen screen = new EmulatedScreen(columns, output);
            return new Shown(process.waitFor(), screen.text(), screen.styledText(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private String output(PtyProcess process) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 13];
        InputStream in = process.getInputStream();
        OutputStream keyboard = process.getOutputStream();
        int answered = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            output.write(buffer, 0, count);
            String soFar = output.toString(StandardCharsets.UTF_8);
            if (!answers.isEmpty()
                    && soFar.substring(answered).contains(answers.element().question())) {
                keyboard.write(answers.remove().keys().getBytes(StandardCharsets.UTF_8));
                keyboard.flush();
                answered = soFar.length();
            }
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
