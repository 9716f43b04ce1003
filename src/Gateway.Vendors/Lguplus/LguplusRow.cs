using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// What is read of a row of a queue or a log of either family. A queue that was empty at a restart may give a number
/// again. The time of arrival is of MMS_MSG alone; that of the result is by the operator's clock in SC_TRAN.
/// </summary>
internal sealed class LguplusRow : DueRow;
