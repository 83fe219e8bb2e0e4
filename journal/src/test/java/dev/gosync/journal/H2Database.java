package dev.gosync.journal;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** One database in memory, whose connections can die. It ends with the process. */
final class H2Database {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final MortalConnections connections;

    H2Database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("");
        this.connections = new MortalConnections(source);
    }

    String url() {
        return url;
    }

    DataSource source() {
        return connections;
    }

    void dropConnections() {
        connections.drop();
    }
}
