"""sinkbase.importance_sensitivity: what hangs on the most extreme cell of each layer."""


def ends(connection, nep, vegetation, soil, classes):
    return connection.execute(
        """
        select * from sinkbase.importance_sensitivity(
            array[sinkbase.drawn_raster(%s)], array[sinkbase.drawn_raster(%s)],
            array[sinkbase.drawn_raster(%s)], array[0.5, 0.25, 0.25], %s)
        """,
        (nep, vegetation, soil, classes),
    ).fetchall()


def test_one_cell_far_out_decides(shared_database):
    # without 100 the best two classes are 0..4 and 5..8: four cells more are high
    flat = "5 5 5 5 5 5 5 5 5 5"
    assert ends(shared_database, "0 1 2 3 4 5 6 7 8 100", flat, flat, 2) == [
        ("nep", "low", 0, 1, 0, 0),
        ("nep", "high", 100, 8, 4, 40),
        ("vegetation_carbon", "low", 5, 5, 0, 0),
        ("vegetation_carbon", "high", 5, 5, 0, 0),
        ("soil_carbon", "low", 5, 5, 0, 0),
        ("soil_carbon", "high", 5, 5, 0, 0),
    ]


def test_fewer_values_than_classes_have_no_rows(shared_database):
    assert ends(shared_database, "1 2 .", "1 1 1", "1 1 1", 5) == []
