namespace SegLab.Metrics;

/// <summary>The assignment of rows to columns with the largest total weight (Kuhn, 1955; Munkres, 1957), by shortest augmenting paths.</summary>
static class Assignment
{
    /// <summary>Assigns rows to columns, at most one to one.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="weight">The weight of a row and a column, 0 or more; pairs of weight 0 are not made.</param>
    /// <returns>The column of each row, or -1.</returns>
    public static int[] Heaviest(int rows, int columns, Func<int, int, double> weight)
    {
        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        if (rows == 0 || columns == 0) return columnOf;
        bool turned = rows > columns;
        (int fewer, int more) = turned ? (columns, rows) : (rows, columns);
        int[] lineOf = LeastCost(fewer, more, (i, j) => turned ? -weight(j, i) : -weight(i, j));
        for (int j = 0; j < more; j++)
        {
            if (lineOf[j] < 0) continue;
            (int row, int column) = turned ? (j, lineOf[j]) : (lineOf[j], j);
            if (weight(row, column) > 0) columnOf[row] = column;
        }

        return columnOf;
    }

    /// <summary>Adds one line after the other, each along a shortest path of reduced costs; indices are shifted by one, 0 is the start.</summary>
    static int[] LeastCost(int lines, int places, Func<int, int, double> cost)
    {
        double[] linePrice = new double[lines + 1], placePrice = new double[places + 1];
        int[] lineAt = new int[places + 1], before = new int[places + 1];
        for (int line = 1; line <= lines; line++)
        {
            lineAt[0] = line;
            var distance = new double[places + 1];
            Array.Fill(distance, double.PositiveInfinity);
            var done = new bool[places + 1];
            int place = 0;
            while (lineAt[place] != 0)
            {
                done[place] = true;
                int current = lineAt[place], next = 0;
                double least = double.PositiveInfinity;
                for (int j = 1; j <= places; j++)
                {
                    if (done[j]) continue;
                    double reduced = cost(current - 1, j - 1) - linePrice[current] - placePrice[j];
                    if (reduced < distance[j]) (distance[j], before[j]) = (reduced, place);
                    if (distance[j] < least) (least, next) = (distance[j], j);
                }

                for (int j = 0; j <= places; j++)
                {
                    if (!done[j])
                    {
                        distance[j] -= least;
                        continue;
                    }

                    linePrice[lineAt[j]] += least;
                    placePrice[j] -= least;
                }

                place = next;
            }

            for (; place != 0; place = before[place]) lineAt[place] = lineAt[before[place]];
        }

        return [.. lineAt[1..].Select(line => line - 1)];
    }
}
