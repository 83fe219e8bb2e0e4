package dev.gosync.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The part of {@code docs/reliability.md} that shows what one class of tests saw. */
final class FaultPage {
    private static final Path PAGE = Path.of("../docs/reliability.md");
    private static final Path LOCK = Path.of("target/reliability.lock");
    private static final String END = "<!-- Up to here. -->\n";
    private static final String REWRITE = "go-sync.rewrite-reliability";

    private final String begin;

    /**
     * The part between two comments.
     *
     * @param tests the class of tests, which the first comment names
     */
    FaultPage(Class<?> tests) {
        begin = "<!-- What follows is written by " + tests.getSimpleName() + ". -->\n";
    }

    /** Checks that the page shows what the tests saw. With {@code -Dgo-sync.rewrite-reliability=true}, writes it instead. */
    void mustShow(FaultTable table) throws IOException {
        if (Boolean.getBoolean(REWRITE)) {
            rewrite(table.markdown());
            return;
        }
        List<String> seen = table.markdown().lines().toList();
        List<String> shown = part(Files.readString(PAGE)).lines().toList();
        for (int i = 0; i < Math.max(seen.size(), shown.size()); i++) {
            assertThat(i < seen.size() ? seen.get(i) : "(nothing)")
                    .as("%s shows what the tests saw. If this is right, run them with -D%s=true", PAGE, REWRITE)
                    .isEqualTo(i < shown.size() ? shown.get(i) : "(nothing)");
        }
    }

    private void rewrite(String markdown) throws IOException {
        try (FileChannel others = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            others.lock(); // another process may write its part at the same time
            String page = Files.readString(PAGE);
            String old = part(page);
            Files.writeString(PAGE, page.replace(begin + old + END, begin + markdown + END));
        }
    }

    private String part(String page) {
        assertThat(page).contains(begin);
        int start = page.indexOf(begin) + begin.length();
        int end = page.indexOf(END, start);
        assertThat(end).as("%s has a line %s after %s", PAGE, END, begin).isNotNegative();
        return page.substring(start, end);
    }
}
