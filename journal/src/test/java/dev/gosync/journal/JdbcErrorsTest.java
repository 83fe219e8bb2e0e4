package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No message shows a user, a password or a parameter of an address. */
class JdbcErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://db:5432/sync                                | jdbc:postgresql://db:5432/sync
            jdbc:postgresql://db:5432/sync?user=ann&password=s3cret       | jdbc:postgresql://db:5432/sync
            jdbc:postgresql://ann:s3cret@db:5432/sync                     | jdbc:postgresql://db:5432/sync
            jdbc:postgresql://ann:s3c?ret@db:5432/sync                    | jdbc:postgresql:...
            jdbc:postgresql://db/sync?user=ann@example.com&password=s3cret | jdbc:postgresql:...
            jdbc:h2:mem:state;PASSWORD=s3cret                             | jdbc:h2:mem:state
            jdbc:oracle:thin:ann/s3cret@db:1521/sync                      | jdbc:oracle:thin://db:1521/sync
            jdbc:oracle:thin:ann/s3cret@//db:1521/sync                    | jdbc:oracle:thin://db:1521/sync
            jdbc:sqlserver://db:1433;user=ann;password=s3cret             | jdbc:sqlserver://db:1433
            """)
    void an_address_is_shown_without_secrets(String url, String shown) {
        assertThat(JdbcErrors.address(url)).isEqualTo(shown);
    }

    @Test
    void a_reason_is_shown_without_secrets_and_so_is_its_cause() {
        SQLException thrown = new SQLException(
                "No suitable driver found for jdbc:x://ann:s3cret@db/sync?user=ann&Password=s3cret", "08001");

        JournalException failure = JdbcErrors.failed("database", "read", thrown);

        assertThat(failure)
                .hasMessage("The journal in database cannot be read: No suitable driver found for"
                        + " jdbc:x://db/sync?user=***&Password=***. See that the database is running and can be"
                        + " reached, then run again")
                .hasNoCause();
    }

    @Test
    void a_batch_tells_the_reason_and_not_its_content() {
        BatchUpdateException thrown =
                new BatchUpdateException("Batch entry 0 INSERT ann@example.com was aborted", null);
        thrown.setNextException(new SQLException("disk full", "53100"));

        JournalException failure = JdbcErrors.failed("database", "written", thrown);

        assertThat(failure)
                .hasMessage("The journal in database cannot be written: disk full. See that the database has room, then"
                        + " run again")
                .hasCause(thrown.getNextException());
    }

    @Test
    void a_long_reason_is_cut() {
        JournalException failure = JdbcErrors.failed("database", "read", new SQLException("x".repeat(10_000)));

        assertThat(failure.getMessage().length()).isLessThan(700);
    }
}
