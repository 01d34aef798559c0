package dev.rollcall.ingest.rebuild;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoDatabase;
import dev.rollcall.schemas.rebuild.PartitionProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** What workers tell of the partitions that they fill. Blocking. */
@Component
final class Reports {

    private final MongoDatabase database;

    Reports(MongoDatabase directoryDatabase) {
        this.database = directoryDatabase;
    }

    Report of(int generation) {
        var partitions = new ArrayList<PartitionProgress>();
        database.getCollection(PartitionProgress.COLLECTION)
                .find(eq(PartitionProgress.GENERATION, generation))
                .forEach(document -> partitions.add(PartitionProgress.from(document)));
        partitions.sort(Comparator.comparingInt(PartitionProgress::partition));
        return new Report(List.copyOf(partitions));
    }
}
