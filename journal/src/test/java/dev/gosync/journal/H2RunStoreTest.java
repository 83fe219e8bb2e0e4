package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Runs in H2. */
class H2RunStoreTest extends JdbcRunStoreContract {
    private final H2Database database = new H2Database();

    @Override
    DataSource source() {
        return database.source();
    }

    @Test
    void a_wrong_password_is_refused_without_showing_it() throws Exception {
        write(open(), "a", List.of("1"));
        JdbcDataSource wrong = new JdbcDataSource();
        wrong.setURL(database.url());
        wrong.setUser("sa");
        wrong.setPassword("s3cret");
        RunStore store = JdbcRunStore.in(wrong);

        assertThat(store.name()).isEqualTo("database");
        assertThatThrownBy(() -> store.create("a"))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("The journal in database cannot be written: ")
                .hasMessageEndingWith(". Check the user and the password of the database")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void its_name_is_its_address() {
        assertThat(JdbcRunStore.in(source()).name())
                .isEqualTo("database " + database.url().replaceFirst(";.*", ""));
    }
}
