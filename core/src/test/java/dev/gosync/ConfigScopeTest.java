package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfigScopeTest {
    private static final String CANARY = "xoxb-canary-1234567890";

    private final List<String> closed = new ArrayList<>();
    private final Config.Scope scope = new Config.Scope(Path.of(""), Retry.standard());
    private final Config slack = configIn(scope);
    private final Config another = configIn(scope);

    private final class Workspace implements AutoCloseable {
        private final String name;

        Workspace(String name) {
            this.name = name;
        }

        @Override
        public void close() throws IOException {
            closed.add(name);
            if (name.startsWith("broken")) {
                throw new IOException("cannot be closed");
            }
        }
    }

    private final class Directory implements AutoCloseable {
        @Override
        public void close() {
            closed.add("directory");
        }
    }

    private static Config configIn(Config.Scope scope) {
        AdapterProvider provider = new AdapterProvider() {
            @Override
            public String type() {
                return "test-place";
            }

            @Override
            public String summary() {
                return "a place for tests";
            }

            @Override
            public List<ConfigKey> keys() {
                return List.of();
            }

            @Override
            public Source create(Config config) {
                return new ScriptedPlace();
            }
        };
        return Config.of(provider.type(), provider.keys(), Map.of(), scope);
    }

    @Test
    void places_with_the_same_credentials_share_one_connection() {
        Workspace first = slack.shared(Workspace.class, List.of("token", "url"), () -> new Workspace("first"));

        Workspace second = another.shared(Workspace.class, List.of("token", "url"), () -> new Workspace("second"));

        assertThat(second).isSameAs(first);
    }

    @Test
    void places_with_different_credentials_share_no_connection() {
        Workspace first = slack.shared(Workspace.class, "token a", () -> new Workspace("first"));

        Workspace second = slack.shared(Workspace.class, "token b", () -> new Workspace("second"));

        assertThat(second).isNotSameAs(first);
    }

    @Test
    void two_vendors_never_share_a_connection_by_accident() {
        Workspace workspace = slack.shared(Workspace.class, "token", () -> new Workspace("workspace"));

        Directory directory = slack.shared(Directory.class, "token", Directory::new);

        assertThat((Object) directory).isNotSameAs(workspace);
    }

    @Test
    void two_scopes_share_nothing() {
        Workspace first = slack.shared(Workspace.class, "token", () -> new Workspace("first"));
        Config elsewhere = configIn(new Config.Scope(Path.of(""), Retry.standard()));

        Workspace second = elsewhere.shared(Workspace.class, "token", () -> new Workspace("second"));

        assertThat(second).isNotSameAs(first);
    }

    @Test
    void closing_closes_each_once_and_the_last_first() {
        slack.shared(Workspace.class, 1, () -> new Workspace("first"));
        slack.shared(Workspace.class, 2, () -> new Workspace("second"));
        another.shared(Workspace.class, 1, () -> new Workspace("never made"));

        scope.close();
        scope.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void a_connection_is_closed_after_those_that_use_it() {
        slack.shared(Directory.class, "token", () -> {
            slack.shared(Workspace.class, "token", () -> new Workspace("workspace"));
            return new Directory();
        });

        scope.close();

        assertThat(closed).containsExactly("directory", "workspace");
    }

    @Test
    void a_closed_scope_shares_nothing_any_more() {
        scope.close();

        assertThatThrownBy(() -> slack.shared(Workspace.class, "token", () -> new Workspace("late")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void if_one_cannot_be_closed_the_others_are_still_closed() {
        slack.shared(Workspace.class, 1, () -> new Workspace("first"));
        slack.shared(Workspace.class, 2, () -> new Workspace("broken"));
        slack.shared(Workspace.class, 3, () -> new Workspace("third"));

        assertThatCode(scope::close).doesNotThrowAnyException();

        assertThat(closed).containsExactly("third", "broken", "first");
    }

    @Test
    void a_connection_that_could_not_be_made_is_made_by_the_next_caller() {
        assertThatThrownBy(() -> slack.shared(Workspace.class, "token", () -> {
                    throw new IllegalStateException("no route");
                }))
                .hasMessage("no route");

        Workspace made = slack.shared(Workspace.class, "token", () -> new Workspace("made"));

        assertThat(made.name).isEqualTo("made");
    }

    @Test
    void while_one_thread_makes_a_connection_the_others_wait_for_it() throws Exception {
        AtomicInteger made = new AtomicInteger();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<FutureTask<Workspace>> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Workspace> task = new FutureTask<>(() -> slack.shared(Workspace.class, "token", () -> {
                int number = made.incrementAndGet();
                while (made.get() == 1 && !othersWait(threads)) {
                    Thread.onSpinWait();
                }
                return new Workspace("number " + number);
            }));
            asked.add(task);
            threads.add(new Thread(task, "asker"));
        }

        threads.forEach(Thread::start);
        Set<Workspace> workspaces = Collections.newSetFromMap(new IdentityHashMap<>());
        for (FutureTask<Workspace> task : asked) {
            workspaces.add(task.get());
        }

        assertThat(workspaces).hasSize(1);
        assertThat(made).hasValue(1);
    }

    private static boolean othersWait(List<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread != Thread.currentThread())
                .allMatch(thread -> thread.getState() == Thread.State.BLOCKED);
    }

    @Test
    void the_credentials_of_a_shared_connection_are_never_shown() {
        slack.shared(Workspace.class, List.of(CANARY), () -> new Workspace("workspace"));

        assertThat(List.of(scope, slack).toString()).doesNotContain(CANARY);
    }
}
