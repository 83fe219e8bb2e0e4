package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that the program does not bring: a jar in the folder {@code adapters}. */
final class OwnAdapterTest {
    private static final String PROVIDER = """
            package org.acme;

            import dev.gosync.adapter.*;
            import java.util.List;

            public final class TeamProvider implements AdapterProvider {
                @Override public String type() { return "TYPE"; }
                @Override public String summary() { return "the people of a team of Acme"; }
                @Override public List<ConfigKey> keys() { return List.of(ConfigKey.of("team", "its name").required()); }
                @Override public Source create(Config config) {
                    String team = config.text("team");
                    return new Source() {
                        @Override public String name() { return "Acme team " + team; }
                        @Override public Listing get() { return Listing.of(List.of(team + "@acme.example")); }
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    private CommandLine commandLine;

    @BeforeEach
    void set_up() throws IOException {
        commandLine = new CommandLine(folder).file("go-sync.yml", """
                syncs:
                  - name: team
                    source: { acme-team: { team: red } }
                    destinations: [{ file: { path: team.txt, create: true } }]
                """);
    }

    private void adapter(String type, Path jar) throws IOException {
        Path source = Files.writeString(folder.resolve("TeamProvider.java"), PROVIDER.replace("TYPE", type));
        jar(jar, "org.acme.TeamProvider", source);
    }

    /** Compiles an adapter and puts it into a jar. */
    private void jar(Path jar, String provider, Path... sources) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none"));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/dev.gosync.adapter.AdapterProvider"));
            out.write((provider + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_folder_of_jars_adds_its_adapters() throws Exception {
        adapter("acme-team", folder.resolve("mine/acme.jar"));

        Run applied = commandLine.run("apply", "go-sync.yml", "--yes", "--adapters", "mine");
        Run listed = commandLine.run("--adapters", "mine", "adapters", "acme-team");
        Run schema = commandLine.run("schema", "--adapters", "mine");
        Run without = commandLine.run("validate", "go-sync.yml");

        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(folder.resolve("team.txt")).hasContent("red@acme.example");
        assertThat(listed.out()).contains("acme-team: the people of a team of Acme", "team", "its name");
        assertThat(schema.out()).contains("adapter-acme-team");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("acme-team: unknown adapter type");
    }

    @Test
    void the_folder_beside_the_program_is_used_by_itself() throws Exception {
        Path program = folder.resolve("program");
        Path jar = Path.of(System.getProperty("go-sync.jar"));
        copy(jar, program.resolve("go-sync.jar"));
        try (Stream<Path> library = Files.list(jar.resolveSibling("lib"))) {
            for (Path each : library.toList()) {
                copy(each, program.resolve("lib").resolve(each.getFileName()));
            }
        }
        adapter("acme-team", program.resolve("adapters/acme.jar"));
        List<String> command = new ArrayList<>(commandLine.command("apply", "go-sync.yml", "--yes"));
        command.replaceAll(word -> word.endsWith(jar.getFileName().toString())
                ? program.resolve("go-sync.jar").toString()
                : word);

        Run run = commandLine.execute(command);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(folder.resolve("team.txt")).hasContent("red@acme.example");
    }

    @Test
    void what_the_page_for_authors_ends_with_works() throws Exception {
        Matcher snippet = Pattern.compile("```text\n(public final class NewsletterProvider .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/writing-an-adapter.md")));
        assertThat(snippet.find()).isTrue();
        Path provider = Files.writeString(
                folder.resolve("NewsletterProvider.java"),
                "package com.example; import dev.gosync.adapter.*; import java.net.URI; import java.util.*;\n"
                        + snippet.group(1));
        Path adapter = Path.of("../examples/custom-adapter/src/main/java/com/example/Newsletter.java");
        jar(folder.resolve("mine/newsletter.jar"), "com.example.NewsletterProvider", adapter, provider);

        Run listed = commandLine.run("adapters", "newsletter", "--adapters", "mine");
        Run planned = commandLine
                .variable("TOKEN", "t0ken")
                .file("go-sync.yml", """
                        retry: { attempts: 1 }
                        syncs:
                          - name: news
                            source: { newsletter: { service: 'http://localhost:1/', list: weekly, token: '${TOKEN}' } }
                            destinations: [{ file: { path: team.txt, create: true } }]
                        """)
                .run("plan", "go-sync.yml", "--adapters", "mine");

        assertThat(listed.out())
                .contains("newsletter: the subscribers of a newsletter", "subscribers:read", "${NEWSLETTER_TOKEN}");
        assertThat(planned.out()).contains("Newsletter weekly", "(unavailable)");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    @Test
    void a_folder_that_cannot_be_used_is_a_fault() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/acme.jar"), "no jar");
        adapter("file", folder.resolve("twice/acme.jar"));

        assertThat(commandLine.run("adapters", "--adapters", "nowhere").err().strip())
                .isEqualTo("--adapters: there is no folder nowhere");
        assertThat(commandLine.run("adapters", "--adapters", "empty").err())
                .contains("no adapter is in its 0 jars", "META-INF/services/dev.gosync.adapter.AdapterProvider");
        assertThat(commandLine.run("adapters", "--adapters", "broken").err())
                .contains("acme.jar: is not a jar that can be read");
        Run twice = commandLine.run("adapters", "--adapters", "twice");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err())
                .contains("two adapters have the type file: dev.gosync.file.FileProvider and org.acme.TeamProvider");
    }
}
