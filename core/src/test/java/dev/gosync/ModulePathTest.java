package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another module uses core from the module path, with no other library. */
final class ModulePathTest {
    private static final String MODULE = """
            module com.example.staff {
                requires dev.gosync;
                provides dev.gosync.adapter.AdapterProvider with com.example.staff.Staff;
            }
            """;

    private static final String PROGRAM = """
            package com.example.staff;

            import dev.gosync.*;
            import dev.gosync.adapter.*;
            import dev.gosync.adapter.http.*;
            import java.util.*;

            public final class Staff implements AdapterProvider {
                public String type() { return "staff"; }
                public String summary() { return "The staff"; }
                public List<ConfigKey> keys() { return List.of(); }
                public Source create(Config config) { return Sources.of(List.of("ann@example.com")); }

                public static void main(String[] args) throws Exception {
                    Adapter team = new Adapter() {
                        public String name() { return "team"; }
                        public Listing get() { return Listing.of(List.of()); }
                        public void add(List<String> things, Outcomes outcomes) { System.out.println("added " + things); }
                        public void remove(List<String> things, Outcomes outcomes) {}
                    };
                    Sync.from(Sources.of(List.of("ann@example.com"))).syncWith(team);
                    System.out.println(HttpAnswer.of(503, Map.of(), ""));
                    Module core = Sync.class.getModule();
                    System.out.println(core.getName() + " " + core.canUse(AdapterProvider.class));
                }
            }
            """;

    @TempDir
    private Path folder;

    private static String core() throws URISyntaxException {
        return Path.of(Sync.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    /** The path of JSpecify's annotations: a compiler needs them, a run does not. */
    private static String annotations() {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(path -> Stream.of(System.getProperty(path, "").split(File.pathSeparator)))
                .filter(entry -> entry.contains("jspecify"))
                .findFirst()
                .orElseThrow();
    }

    private String compiled(Path sources, Path classes) throws IOException, URISyntaxException {
        Files.createDirectories(sources);
        Files.writeString(sources.resolve("module-info.java"), MODULE);
        Files.writeString(sources.resolve("Staff.java"), PROGRAM);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--module-path",
                        core() + File.pathSeparator + annotations(),
                        "-d",
                        classes.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("Staff.java").toString());
        assertThat(status).as(said.toString()).isZero();
        return classes.toString();
    }

    @Test
    void a_module_that_requires_core_runs_without_a_class_path() throws Exception {
        String classes = compiled(folder.resolve("sources"), folder.resolve("classes"));

        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        core() + File.pathSeparator + classes,
                        "--module",
                        "com.example.staff/com.example.staff.Staff"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).containsExactly("added [ann@example.com]", "HTTP 503", "dev.gosync true");
    }
}
