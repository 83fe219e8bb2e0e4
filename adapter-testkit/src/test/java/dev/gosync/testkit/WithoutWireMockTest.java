package dev.gosync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutWireMockTest {
    @Test
    void oneErrorNamesWhatToAdd() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, 0)) {
            if (!entry.contains("wiremock")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
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
}
