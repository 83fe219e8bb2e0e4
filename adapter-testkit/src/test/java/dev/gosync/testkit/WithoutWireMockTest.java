package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WithoutWireMockTest {
    @Test
    void oneErrorNamesWhatToAdd() throws Exception {
        try (URLClassLoader without = withoutWireMock()) {
            Constructor<?> constructor =
                    without.loadClass(CounterFake.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            Object fake = constructor.newInstance();

            Throwable thrown = null;
            try {
                without.loadClass(FakeServer.class.getName())
                        .getMethod("address")
                        .invoke(fake);
            } catch (InvocationTargetException e) {
                thrown = e.getCause();
            }

            assertThat(thrown)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("FakeServer runs on WireMock, which is not on the class path:"
                            + " add org.wiremock:wiremock-standalone (3.13 or newer) in test scope");
        }
    }

    @Test
    void noTypeOfWireMockShowsInASignature() throws Exception {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("target/classes/dev/gosync/testkit"))) {
            for (Path file : files.toList()) {
                Class<?> type = Class.forName(
                        "dev.gosync.testkit." + file.getFileName().toString().replace(".class", ""));
                if (isSeen(type.getModifiers())) {
                    names.add(type.getName());
                    names.add(String.valueOf(type.getGenericSuperclass()));
                    Stream.of(type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors())
                            .flatMap(Stream::of)
                            .filter(member -> isSeen(((Member) member).getModifiers()))
                            .forEach(member -> names.add(String.valueOf(member)));
                }
            }
        }

        assertThat(names)
                .hasSizeGreaterThan(100)
                .contains(FakeServer.class.getName())
                .allSatisfy(name -> assertThat(name).doesNotContainIgnoringCase("wiremock"));
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static URLClassLoader withoutWireMock() throws IOException {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, 0)) {
            if (!entry.contains("wiremock")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        return new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
